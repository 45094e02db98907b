-- The ledger: append-only facts in a hash chain, and the folds cached from them.

create table fact (
    position integer primary key,
    kind text not null,
    version integer not null,
    sign integer not null,
    corrects integer,
    reason text,
    account text,
    by_person text,
    behalf text,
    recorded_at bigint not null,
    noun text not null,
    happened integer not null,
    programme text,
    person text,
    place bigint,
    unit text,
    object text,
    audience text,
    channel text,
    quantity bigint not null,
    body text not null,
    hash bytea not null
);
create index fact_by_kind on fact (kind, position);
create index fact_by_noun on fact (noun, kind);
create unique index fact_reversed_once on fact (corrects) where sign = -1;

create table fold (
    id integer primary key,
    key text not null unique,
    position integer not null
);
create table fold_cell (
    fold integer not null,
    part text not null,
    facts bigint not null,
    total bigint not null,
    members bigint not null,
    primary key (fold, part)
);
create table fold_member (
    fold integer not null,
    part text not null,
    member bytea not null,
    facts bigint not null,
    primary key (fold, part, member)
);
