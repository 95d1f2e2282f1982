"""What leaves the house: the words of mails and short messages, the servers they go to, and the outbox that is worked off."""
