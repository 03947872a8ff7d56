"""Who may do what: agents, teams, API tokens and the limits on them."""
