/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The tables of sentences, one for each part of the model.
 */

#include "ui/lab/inside.h"
#include "ui/lab/sentences.h"

const struct sentence *const lab_sentences[] = {
	sentences_alloc,
	sentences_free,
	sentences_tree,
	sentences_vm,
	sentences_vmap,
	sentences_pgtable,
};

const size_t lab_sentence_tables = LENGTH(lab_sentences);
