"""What the web and the workers share: words, types, and rules that both apply."""
