"""上级公开平台: an item as signed JSON to the platform of the level above."""
