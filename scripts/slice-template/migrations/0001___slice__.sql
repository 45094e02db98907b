-- What this slice keeps. Never changed once merged: the next step is a file of its own.

create table __noun__ (
    id text primary key,
    name text not null,
    happened integer not null
);
create index __noun___by_day on __noun__ (happened, id);
