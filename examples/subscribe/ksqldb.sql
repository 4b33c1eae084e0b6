-- The events that hold, as a table that follows the topic.
SET 'auto.offset.reset' = 'earliest';
SET 'processing.guarantee' = 'exactly_once_v2'; -- reads committed records alone

CREATE STREAM dispute_events (
    dyad VARCHAR KEY,
    ce_id BYTES HEADER('ce_id'),
    schema VARCHAR,
    event STRUCT<type VARCHAR, tag VARCHAR, cameo VARCHAR, quad INT, goldstein DOUBLE,
                 confidence DOUBLE, time STRUCT<value VARCHAR>>,
    article STRUCT<id VARCHAR, version VARCHAR, published VARCHAR>,
    retracted BOOLEAN
) WITH (KAFKA_TOPIC = 'news.dispute-events', VALUE_FORMAT = 'JSON');

-- Records with one ce_id have one key, so that they come in order: the last one counts.
CREATE TABLE standing_events AS
    SELECT FROM_BYTES(ce_id, 'utf8') AS ce_id,
           LATEST_BY_OFFSET(dyad) AS dyad,
           LATEST_BY_OFFSET(event) AS event,
           LATEST_BY_OFFSET(article) AS article,
           LATEST_BY_OFFSET(retracted) AS retracted
    FROM dispute_events
    WHERE schema = 'disputewire/dispute-event/1'
    GROUP BY FROM_BYTES(ce_id, 'utf8')
    HAVING LATEST_BY_OFFSET(retracted) = FALSE
    EMIT CHANGES;
