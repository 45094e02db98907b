-- Programmes and their partners.

create table programme (
    id text primary key,
    name text not null unique,
    goal text not null,
    unit text not null,
    state text not null,
    since integer,
    summary text,
    practice text
);

create table programme_partner (
    programme text not null,
    unit text not null,
    primary key (programme, unit)
);
