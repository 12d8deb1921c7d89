"""The databases that other tests stand on."""

from urllib.parse import urlsplit

import psycopg
import sqlalchemy

from tests.support.postgres import create_postgres_database, drop_postgres_database, template_database


def test_every_test_gets_an_empty_database_on_both_engines(database_url):
    engine = sqlalchemy.create_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("create table visit (id integer primary key)")

    assert ["visit"] == sqlalchemy.inspect(engine).get_table_names()
    engine.dispose()


def test_the_next_one_does_not_see_it(database_url):
    engine = sqlalchemy.create_engine(database_url)

    assert [] == sqlalchemy.inspect(engine).get_table_names()
    engine.dispose()


def test_the_same_address_serves_psycopg_and_sorts_as_sqlite_does(postgres_url):
    with psycopg.connect(postgres_url) as connection:
        rows = connection.execute("select name from (values ('b'), ('B'), ('华'), ('a')) as v (name) order by name")

        assert ["B", "a", "b", "华"] == [name for (name,) in rows]


def test_a_template_is_filled_once_and_copied(postgres_url):
    def fill(url):
        with psycopg.connect(url) as connection:
            connection.execute("create table account as select 1 as id")

    copies = [create_postgres_database(template=template_database("workshop", fill)) for _ in range(2)]

    for url in copies:
        with psycopg.connect(url) as connection:
            assert (1,) == connection.execute("select id from account").fetchone()
        drop_postgres_database(url)
    assert urlsplit(copies[0]).path != urlsplit(copies[1]).path
