"""Tables of ours as Bitables: our database is the record, the Bitable the place to work in."""
