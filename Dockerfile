# One image for all programs: a stage that builds, and a slim one that runs as nobody in particular.
#
#   docker build -t disputewire .
#   docker run --rm disputewire disputewire-consumer --help

FROM debian:bookworm-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends \
        gcc libarchive-dev libc6-dev libcurl4-openssl-dev libexttextcat-dev libjansson-dev libmicrohttpd-dev librdkafka-dev libsqlite3-dev \
        libssl-dev libutf8proc-dev libxml2-dev make pkg-config
WORKDIR /src
COPY . .
RUN make WERROR=1 && make install DESTDIR=/out PREFIX=/usr

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends \
        ca-certificates libarchive13 libcurl4 libexttextcat-2.0-0 libjansson4 libmicrohttpd12 librdkafka1 libsqlite3-0 libssl3 libutf8proc2 libxml2 && \
    rm -rf /var/lib/apt/lists/* && \
    useradd --system --uid 10001 --user-group --home-dir /nonexistent disputewire && \
    install -d -o disputewire -g disputewire /inbox
COPY --from=build /out/usr/ /usr/
USER disputewire
# Healthy is who holds a connection to a broker (01: established).
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD grep -q ' 01 ' /proc/net/tcp /proc/net/tcp6
STOPSIGNAL SIGTERM
CMD ["disputewire-consumer"]
