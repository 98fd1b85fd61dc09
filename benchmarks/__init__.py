"""How fast the desk is: ratios against the SDK's own sample, measured side by side."""
