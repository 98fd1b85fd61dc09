"""drive/v1: files inside bases, subscriptions to bases, their collaborators."""
