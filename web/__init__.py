"""Flask's side: requests in, responses out, and nothing decided here."""
