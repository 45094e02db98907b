-- The directory: places, units, persons and disciplines, entered once and shared by all.

create table place (
    code bigint primary key,
    name text not null,
    level integer not null,
    lon integer,
    lat integer
);

create table unit (
    id text primary key,
    parent text,
    path text not null unique,
    children integer not null,
    name text not null,
    kind text not null,
    credit_code text,
    place bigint,
    closed_on integer
);
create index unit_by_parent on unit (parent);

create table person (
    id text primary key,
    name text,
    phone text,
    email text,
    credential text,
    born integer,
    unit text,
    title text,
    recorded_at bigint not null,
    merged_into text,
    erased_at bigint
);
create index person_by_phone on person (phone);
create index person_by_name on person (name);
create index person_by_credential on person (credential);
create index person_by_unit on person (unit);
create index person_merged on person (merged_into);

create table discipline (
    code text primary key,
    name text not null,
    english text not null
);
