// SPDX-License-Identifier: MIT
// Follow.java - the events that hold, kept in memory, and each change of them told in a line.
//
//     java -cp 'target/libs/*' Follow.java [BROKERS [EVENTS [DEAD-LETTERS]]]
//
// Everything is read again at each start, by no group: what is only in memory must not be taken for
// read. `mvn dependency:copy-dependencies -DoutputDirectory=target/libs` brings kafka-clients and
// Jackson.
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

public final class Follow {
    private static final String SCHEMA = "disputewire/dispute-event/1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, JsonNode> standing = new HashMap<>();

    /** The last header of that name, which is that of the program that wrote the record. */
    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** Of the records with one ce_id the last counts; one that is retracted takes it back. */
    private String apply(ConsumerRecord<String, byte[]> record) throws IOException {
        JsonNode value = JSON.readTree(record.value());
        if (!value.path("schema").asText().equals(SCHEMA))
            throw new IOException(record.topic() + ": " + value.path("schema") + ", not " + SCHEMA);
        String id = header(record, "ce_id");
        boolean retracted = value.get("retracted").asBoolean();
        boolean known = (retracted ? standing.remove(id) : standing.put(id, value)) != null;
        JsonNode article = value.get("article");
        return String.join("\t", retracted ? "retracted" : known ? "told again" : "told", id,
            record.key(), value.at("/event/type").asText(), article.get("id").asText(),
            article.get("version").asText(""));
    }

    private static String describeDeadLetter(ConsumerRecord<String, byte[]> record) {
        return String.join("\t", "dead letter", header(record, "__streams.errors.topic"),
            header(record, "__streams.errors.partition"), header(record, "__streams.errors.offset"),
            header(record, "__streams.errors.message"), header(record, "disputewire.errors.code"));
    }

    private void follow(KafkaConsumer<String, byte[]> consumer, String events, String deadLetters)
            throws IOException {
        List<TopicPartition> partitions = List.of(events, deadLetters).stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(p -> new TopicPartition(p.topic(), p.partition())).toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        while (true)
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1)))
                System.out.println(record.topic().equals(deadLetters) ? describeDeadLetter(record)
                                                                      : apply(record));
    }

    public static void main(String[] args) throws IOException {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", args.length > 0 ? args[0] : "localhost:9092");
        properties.put("isolation.level", "read_committed"); // the default is read_uncommitted
        var consumer = new KafkaConsumer<>(properties, new StringDeserializer(),
            new ByteArrayDeserializer());
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            consumer.wakeup(); // poll() ends with an exception, main() closes the consumer
            try {
                main.join();
            } catch (InterruptedException e) {
                main.interrupt();
            }
        }));
        try (consumer) {
            new Follow().follow(consumer, args.length > 1 ? args[1] : "news.dispute-events",
                args.length > 2 ? args[2] : "news.articles.dead-letter");
        } catch (WakeupException e) {
            // told to stop
        }
    }
}
