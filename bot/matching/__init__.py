"""Which FAQ entry answers this question, and how sure are we."""
