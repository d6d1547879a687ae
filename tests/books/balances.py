"""Prints what beancount finds on each account of a file: account, tab, number, tab, commodity."""

import sys
from beancount import loader
from beancount.core import data, inventory

entries, errors, _ = loader.load_file(sys.argv[1])
accounts = {}
for entry in data.filter_txns(entries):
    for posting in entry.postings:
        accounts.setdefault(posting.account, inventory.Inventory()).add_position(posting)
for account, stands in sorted(accounts.items()):
    for position in stands.get_positions():
        print(account, position.units.number, position.units.currency, sep="\t")
