/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Keeping the red-black tree in balance (engine/core/rbtree.c).
 */

#include "ui/lab/sentences.h"

const struct sentence sentences_tree[] = {
	/* --- rotate --- */
	ASK(rotate_begin, "side",
	    N_("{up.name} rises to the place of {node.name}, which goes down to the right "
	       "of it. The order of addresses stays."),
	    N_("{up.name} rises to the place of {node.name}, which goes down to the left "
	       "of it. The order of addresses stays.")),
	ASK(rotate_done, "parent",
	    N_("{up.name} now hangs under {parent.name}, {node.name} under {up.name}."),
	    N_("{up.name} is the root now, {node.name} hangs under it.")),

	/* --- rb_insert_color --- */
	ASK(color_root, "!parent",
	    N_("{node.name} is the root: it becomes black, and all ways grow by one black "
	       "node alike."),
	    N_("{node.name} is red and hangs under {parent.name}.")),
	ASK(color_parent, "parent.colour == 0",
	    N_("{parent.name} is red, too: two red ones in a row must not be."),
	    N_("{parent.name} is black: a red node under it breaks no rule, the tree is in "
	       "order.")),
	ASK(color_uncle, "uncle && uncle.colour == 0",
	    N_("The uncle {uncle.name} is red: parent and uncle become black, "
	       "{gparent.name} becomes red. No rotation."),
	    N_("The uncle ({uncle.name}) is not red: recolouring alone will not do, the "
	       "tree is turned.")),
	SAY(color_up,
	    N_("{gparent.name} is red now: there may be two red ones in a row further up.")),
	ASK(color_inner, "(parent.right == node) != (gparent.right == parent)",
	    N_("{node.name} hangs on the inner side: {parent.name} is turned first, so that "
	       "it hangs on the outer one."),
	    N_("{node.name} hangs on the outer side: one rotation will do.")),
	SAY(color_outer,
	    N_("{parent.name} becomes black and rises, {gparent.name} becomes red and goes "
	       "down: the tree is in order.")),

	/* --- rb_erase --- */
	ASK(rb_erase_children, "left && right",
	    N_("{area.name} has two children: the next one in order has to take its place."),
	    N_("{area.name} has at most one child, which can take its place.")),
	SAY(rb_erase_successor,
	    N_("{successor.name}, the next one in order, takes the place and the colour of "
	       "{area.name}; what hung under it ({child.name}) moves up.")),
	SAY(rb_erase_splice,
	    N_("What hangs under {area.name} ({child.name}) takes its place.")),
	WHEN(rb_erase_balance, "colour == 0",
	    N_("The node that went from its place was red: all ways have as many black "
	       "nodes as before, the tree is in order.")),
	WHEN(rb_erase_balance, "child && child.colour == 0",
	    N_("A black node went from its place, but the red {child.name} is there now: "
	       "it becomes black and makes up for it.")),
	ASK(rb_erase_balance, "hole",
	    N_("A black node went from below {hole.name}: the ways through there have one "
	       "too few."),
	    N_("A black node went at the root: all ways got shorter alike, the tree is in "
	       "order.")),

	/* --- rb_erase_color --- */
	ASK(erase_sibling, "sibling.colour == 0",
	    N_("The sibling {sibling.name} is red: it rises, so that the sibling is a black "
	       "one."),
	    N_("The sibling {sibling.name} is black.")),
	ASK(erase_nephews, "sibling.left && sibling.left.colour == 0 || "
			   "sibling.right && sibling.right.colour == 0",
	    N_("A child of {sibling.name} is red: it can be brought over."),
	    N_("No child of {sibling.name} is red: it becomes red itself, so that its side "
	       "is one black node short as well.")),
	ASK(erase_parent, "parent.colour == 0",
	    N_("{parent.name} is red: it becomes black and makes up for the missing one."),
	    N_("{parent.name} is black: now all ways through it are one short, look "
	       "further up.")),
	ASK(erase_up, "parent",
	    N_("The ways through {node.name} are one black node short; its parent is "
	       "{parent.name}."),
	    N_("{node.name} is the root: all ways are one shorter alike, the tree is in "
	       "order.")),
	ASK(erase_inner, "side && sibling.left && sibling.left.colour == 0 || "
			 "!side && sibling.right && sibling.right.colour == 0",
	    N_("The outer child of {sibling.name} is red: one rotation will do."),
	    N_("Only the inner child of {sibling.name} is red: it rises first, so that a "
	       "red one hangs on the outer side.")),
	SAY(erase_outer,
	    N_("{sibling.name} rises to the place of {parent.name} and takes its colour: "
	       "the missing black node is made up for.")),

	{ 0 },
};
