"""放假安排: years, entering a notice, the rehearsal, the recount."""
