# What one does here, by name. `.ci/run` runs what `just ci` runs.

# A demo city on http://127.0.0.1:2010
dev:
    cargo run -- demo

# Every test; what needs PostgreSQL or a browser says so and is passed over where there is none
test:
    cargo test --workspace

# The gate: everything, nothing passed over
ci:
    .ci/run

# Figures of speed and size, for docs/benchmarks.md
bench:
    scripts/bench

# A new slice that compiles and passes its tests
new-slice NAME:
    scripts/new-slice {{NAME}}

# A release binary with mail and object storage
release:
    cargo build --release --features smtp,s3
