#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Article records of wire length, one a line: articles.py COUNT. The same for each run."""
import json
import random
import sys

SIDES = ["Tokyo", "Seoul", "Ottawa", "Canberra", "Oslo", "Lisbon", "Nairobi", "Lima", "Ankara", "Athens"]
GOODS = ["semiconductors", "timber", "dairy products", "steel pipes", "natural gas", "wine", "barley"]
DISPUTE = [
    "{a} on {day} accused {b} of breaking an accord on {goods} and demanded that the curbs be lifted.",
    "{b} rejected the charge, and its foreign minister summoned the ambassador of {a}.",
    "The trade ministry of {a} said it would raise tariffs on {goods} from {b} in October unless talks begin.",
    "{b} filed a complaint with the World Trade Organization against {a} over {goods} last week.",
    "Officials from {a} and {b} are to meet in Vienna next month, a spokesman told reporters.",
    "In 2012 a court in {b} ordered a company from {a} to pay damages, a ruling that {a} has never accepted.",
    "{a} recalled its envoy in protest and suspended the sharing of intelligence with {b}.",
    "Lawmakers in {b} passed a bill that bans imports of {goods} from {a} as of next July.",
]
REST = [
    "Shares of makers of {goods} fell in early trading before they recovered.",
    "Traders said that stocks were large enough to last until the spring.",
    "The weather in the north has been mild, and growers expect a good season.",
    "A survey of households showed little change in prices for {goods}.",
    "The company, which employs about 900 people, did not answer calls.",
    "Tourists from {b} were seen in the old town of {a} as on any other day.",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


def article(number):
    chance = random.Random(number)
    side, other = chance.sample(SIDES, 2)
    about_dispute = number % 3 == 0  # a wire carries much else
    lines = []
    for i in range(chance.randint(12, 24)):
        source = DISPUTE if about_dispute and i % 2 == 0 else REST
        lines.append(chance.choice(source).format(a=side, b=other, day=chance.choice(DAYS),
                                                  goods=chance.choice(GOODS)))
    text = f"{side.upper()}, July {number % 28 + 1} - " + "\n\n".join(
        " ".join(lines[i:i + 3]) for i in range(0, len(lines), 3))
    return {"id": f"bench-{number}", "version": "1", "published": f"2019-07-{number % 28 + 1:02d}",
            "provider": ["Bench Wire"], "headline": lines[0], "text": text}


for n in range(int(sys.argv[1])):
    print(json.dumps(article(n)))
