-- Figures that someone keeps, and reports that are frozen.

create table kept_figure (
    id text primary key,
    name text not null,
    query text not null unique
);

create table report (
    id text primary key,
    year integer not null,
    number integer not null,
    position integer not null,
    frozen_at bigint not null,
    frozen_by text not null,
    rules text not null,
    content text not null,
    docx bytea not null,
    xlsx bytea not null,
    unique (year, number)
);
