"""查询接口: what is public, read by programs. GET only, no key, stable ids, and a description that is held against the answers.

An endpoint is declared once (`endpoints`): its parameters check what comes in, its schema is what goes out, and both make the
description at ``/api/openapi.json`` (decision 0128). It reads only what the pages read.
"""
