"""Cards: what Feishu accepts, and what a click on one sends back."""
