"""What leaves the house: readings as JSON, CSV, XLSX and Parquet. Every writer streams, so ten thousand reports need no more
memory than one."""
