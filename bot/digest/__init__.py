"""What many stations say in a week: topics, seasons, trends. Pure; numbers come in, findings go out."""
