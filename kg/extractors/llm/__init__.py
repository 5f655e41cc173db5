"""Reading by a language model behind an OpenAI-compatible address: what it answers counts only where the text has its words."""
