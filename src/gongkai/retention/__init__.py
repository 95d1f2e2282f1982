"""保管期限和销毁: how long each kind of record is kept, what is held, what goes, and the proof that it is gone."""
