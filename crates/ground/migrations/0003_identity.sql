-- Identity: accounts, their roles, sessions, one-time codes, tokens; counters against guessing; answers already given.

create table account (
    id text primary key,
    person text not null,
    login text not null unique,
    password text not null,
    password_at bigint not null,
    must_change integer not null,
    failures integer not null,
    locked_until bigint,
    closed_at bigint
);
create index account_by_person on account (person);

create table role_grant (
    id text primary key,
    account text not null,
    role text not null,
    unit text not null,
    from_day integer not null,
    until_day integer,
    revoked_at bigint
);
create index role_grant_by_account on role_grant (account);

create table session (
    hash bytea primary key,
    account text,
    person text not null,
    created_at bigint not null,
    seen_at bigint not null,
    expires_at bigint not null
);
create index session_by_account on session (account);
create index session_by_expiry on session (expires_at);

create table one_time_code (
    phone text primary key,
    hash bytea not null,
    expires_at bigint not null,
    tries integer not null
);

create table token (
    id text primary key,
    account text not null,
    name text not null,
    hash bytea not null unique,
    scopes text not null,
    created_at bigint not null,
    expires_at bigint not null,
    revoked_at bigint
);

create table attempt (
    key text not null,
    slot bigint not null,
    count integer not null,
    primary key (key, slot)
);

create table once (
    key bytea primary key,
    act text not null,
    answer text not null,
    at bigint not null
);
create index once_by_age on once (at);

create table setting (
    name text primary key,
    value text not null
);

create table sign_in (
    id text primary key,
    account text not null,
    at bigint not null,
    is_right integer not null,
    origin text not null
);
create index sign_in_by_account on sign_in (account, id);
