-- Activities: the series they come from, their sessions, who holds them with whom, what they cost.

create table activity_series (
    id text primary key,
    title text not null,
    unit text not null,
    programme text,
    note text not null,
    closed_on integer
);

create table activity (
    id text primary key,
    title text not null,
    class text not null,
    field text not null,
    unit text not null,
    keeper text,
    programme text,
    series text,
    copied_from text,
    channel text not null,
    place bigint,
    venue text not null,
    link text not null,
    audiences text not null,
    capacity integer,
    about text not null,
    starts_at bigint not null,
    ends_at bigint not null,
    state text not null,
    since integer not null,
    reason text,
    summary text,
    moved_from bigint,
    moved_reason text,
    filed_by text,
    batch text
);
create index activity_by_start on activity (starts_at);
create index activity_by_unit on activity (unit, starts_at);
create index activity_by_programme on activity (programme, starts_at);
create index activity_by_series on activity (series, starts_at);
create index activity_by_state on activity (state, starts_at);

create table activity_session (
    id text primary key,
    activity text not null,
    title text not null,
    starts_at bigint not null,
    ends_at bigint not null,
    venue text not null
);
create index activity_session_by_activity on activity_session (activity, starts_at);

create table activity_party (
    activity text not null,
    unit text not null,
    part text not null,
    primary key (activity, unit)
);
create index activity_party_by_unit on activity_party (unit);

create table activity_cost (
    id text primary key,
    activity text not null,
    item text not null,
    source text not null,
    planned bigint not null,
    spent bigint,
    note text not null
);
create index activity_cost_by_activity on activity_cost (activity);
