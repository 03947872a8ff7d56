"""An agent's answer in, better models out."""
