"""What the desk learns from what people press: pure functions over what was recorded."""
