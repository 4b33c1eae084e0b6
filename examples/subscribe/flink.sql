-- The events that hold, as a view that follows the topic.
CREATE TABLE dispute_events (
    dyad STRING,
    `schema` STRING,
    event ROW<type STRING, tag STRING, cameo STRING, quad INT, goldstein DOUBLE,
              confidence DOUBLE, `time` ROW<`value` STRING>>,
    article ROW<id STRING, version STRING, published STRING>,
    retracted BOOLEAN,
    headers MAP<STRING, BYTES> METADATA VIRTUAL,
    `offset` BIGINT METADATA VIRTUAL
) WITH (
    'connector' = 'kafka',
    'topic' = 'news.dispute-events',
    'properties.bootstrap.servers' = 'localhost:9092',
    'properties.isolation.level' = 'read_committed',
    'scan.startup.mode' = 'earliest-offset',
    'format' = 'json'
);

-- Records with one ce_id lie in one partition, so that their offsets tell which is the last.
CREATE VIEW standing_events AS
SELECT ce_id, dyad, event, article
FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY ce_id ORDER BY `offset` DESC) AS n
    FROM (SELECT *, DECODE(headers['ce_id'], 'UTF-8') AS ce_id
          FROM dispute_events WHERE `schema` = 'disputewire/dispute-event/1')
)
WHERE n = 1 AND NOT retracted;
