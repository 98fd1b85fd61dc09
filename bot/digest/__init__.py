"""What many stations say in a week: topics, seasons, trends. Pure."""
