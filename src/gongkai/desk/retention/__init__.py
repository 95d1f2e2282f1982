"""The desk's room for 保管期限 and 销毁."""
