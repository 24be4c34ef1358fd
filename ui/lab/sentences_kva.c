/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/lab/sentences.h"

const struct sentence sentences_kva[] = {
	{ 0 },
};
