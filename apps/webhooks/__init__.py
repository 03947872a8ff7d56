"""Other systems that are told what happens here: to whom, what, and what they answered."""
