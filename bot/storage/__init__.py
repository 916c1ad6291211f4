"""Where everything is kept: schema, migrations, queries, and the one way to write."""
