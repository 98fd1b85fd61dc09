"""The rules of the desk: they know people, questions and answers, and neither Feishu nor HTTP."""
