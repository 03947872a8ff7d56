"""An agent's answer in; labels, solved questions, gaps and better models out."""
