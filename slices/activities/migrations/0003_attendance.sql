-- Attendance: who came, by name; how many came, without names; what phones at the door sent; what those who came were given and said.

create table attendance (
    id text primary key,
    activity text not null,
    session text,
    happened integer not null,
    registration text,
    person text,
    persons integer not null,
    audience text,
    channel text not null,
    means text not null,
    at bigint not null,
    left_at bigint,
    pass text not null,
    state text not null,
    reason text,
    check (persons >= 1)
);
create index attendance_by_activity on attendance (activity, happened, at);
create index attendance_by_person on attendance (person) where person is not null;
create unique index attendance_by_pass on attendance (pass);
-- A party comes to a session on a day once, and so does a person, whichever way they came in.
create unique index attendance_party_once on attendance (registration, coalesce(session, ''), happened)
    where registration is not null and state <> 'void';
create unique index attendance_person_once on attendance (activity, person, coalesce(session, ''), happened)
    where person is not null and state <> 'void';

create table head_count (
    id text primary key,
    activity text not null,
    session text,
    happened integer not null,
    channel text not null,
    audience text,
    heads integer not null,
    way text not null,
    note text not null,
    at bigint not null,
    reason text,
    check (heads >= 1)
);
create index head_count_by_activity on head_count (activity, happened);

-- What a phone at the door sent once the network was back. The id is the phone's own: sent twice, it is done once.
create table desk_entry (
    id text primary key,
    activity text not null,
    account text,
    kind text not null,
    registration text,
    session text,
    persons integer not null,
    audience text,
    name text,
    phone text,
    said_at bigint not null,
    at bigint not null,
    outcome text not null,
    attendance text,
    received_at bigint not null,
    settled text
);
create index desk_entry_open on desk_entry (activity, received_at) where settled is null;

create table attendance_certificate (
    id text primary key,
    activity text not null,
    person text not null,
    issued_at bigint not null,
    revoked_at bigint,
    reason text
);
create unique index attendance_certificate_once on attendance_certificate (activity, person) where revoked_at is null;

create table activity_feedback (
    id text primary key,
    activity text not null,
    attendance text not null,
    overall integer not null,
    content integer not null,
    manner integer not null,
    again integer not null,
    said text not null,
    at bigint not null
);
create unique index activity_feedback_once on activity_feedback (attendance);
create index activity_feedback_by_activity on activity_feedback (activity);
