import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.LongSerializer;

/**
 * Writes numbers with acks=all and idempotence and reads them in a group, until its input ends; then reads the topic from its beginning.
 *
 * Arguments: file with the properties of a client, topic, milliseconds between two numbers. Its last line is a JSON object.
 */
public class KafkaTraffic {
    private static volatile boolean over = false;
    private static volatile boolean allSent = false;
    private static final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private static final Set<Long> read = ConcurrentHashMap.newKeySet();
    private static final AtomicLong failed = new AtomicLong();
    private static final AtomicLong twice = new AtomicLong();
    private static final AtomicLong longestWait = new AtomicLong();
    private static final AtomicLong longestSilence = new AtomicLong();
    private static volatile String problem = "";

    public static void main(String[] args) throws Exception {
        Properties client = new Properties();
        try (FileInputStream file = new FileInputStream(args[0])) {
            client.load(file);
        }
        String topic = args[1];
        Thread consumer = new Thread(() -> consume(client, topic));
        consumer.start();
        Thread producer = new Thread(() -> produce(client, topic, Long.parseLong(args[2])));
        producer.start();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        while (input.readLine() != null) {
            System.out.println("{\"acknowledged\":" + acknowledged.size() + ",\"read\":" + read.size() + "}");
        }
        over = true;
        producer.join();
        consumer.join();
        Set<Long> kept = readAll(client, topic);
        long lost = acknowledged.stream().filter(number -> !kept.contains(number)).count();
        long unread = acknowledged.stream().filter(number -> !read.contains(number)).count();
        System.out.println("{\"acknowledged\":" + acknowledged.size() + ",\"failed\":" + failed + ",\"lost\":" + lost + ",\"unread\":" + unread
            + ",\"keptTwice\":" + twice + ",\"longestWait\":" + longestWait + ",\"longestSilence\":" + longestSilence
            + ",\"problem\":\"" + problem.replace("\\", "").replace("\"", "'").replace("\n", " ") + "\"}");
    }

    private static void produce(Properties client, String topic, long pause) {
        Properties own = new Properties();
        own.putAll(client);
        own.put("acks", "all");
        own.put("enable.idempotence", "true");
        own.put("linger.ms", "0");
        try (KafkaProducer<Long, Long> producer = new KafkaProducer<>(own, new LongSerializer(), new LongSerializer())) {
            for (long number = 0; !over; number++) {
                long sent = number;
                long begun = System.currentTimeMillis();
                producer.send(new ProducerRecord<>(topic, sent, sent), (where, error) -> {
                    longestWait.accumulateAndGet(System.currentTimeMillis() - begun, Math::max);
                    if (error == null) {
                        acknowledged.add(sent);
                    } else {
                        failed.incrementAndGet();
                        problem = "producer: " + error;
                    }
                });
                Thread.sleep(pause);
            }
            producer.flush();
        } catch (Exception error) {
            problem = "producer: " + error;
        }
        allSent = true;
    }

    private static void consume(Properties client, String topic) {
        Properties own = new Properties();
        own.putAll(client);
        own.put("group.id", "readers");
        own.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<Long, Long> consumer = new KafkaConsumer<>(own, new LongDeserializer(), new LongDeserializer())) {
            consumer.subscribe(List.of(topic));
            long last = System.currentTimeMillis();
            long deadline = Long.MAX_VALUE;
            while (System.currentTimeMillis() < deadline) {
                for (ConsumerRecord<Long, Long> record : consumer.poll(Duration.ofMillis(200))) {
                    read.add(record.value());
                    long now = System.currentTimeMillis();
                    if (read.size() > 1) {
                        longestSilence.accumulateAndGet(now - last, Math::max);
                    }
                    last = now;
                }
                if (allSent && deadline == Long.MAX_VALUE) {
                    deadline = System.currentTimeMillis() + 30000;
                }
                if (allSent && read.containsAll(acknowledged)) {
                    break;
                }
            }
        } catch (Exception error) {
            problem = "consumer: " + error;
        }
    }

    private static Set<Long> readAll(Properties client, String topic) {
        Properties own = new Properties();
        own.putAll(client);
        own.put("isolation.level", "read_committed");
        Set<Long> kept = ConcurrentHashMap.newKeySet();
        try (KafkaConsumer<Long, Long> consumer = new KafkaConsumer<>(own, new LongDeserializer(), new LongDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo info : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, info.partition()));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<Long, Long> record : consumer.poll(Duration.ofMillis(500))) {
                    if (!kept.add(record.value())) {
                        twice.incrementAndGet();
                    }
                }
            }
        }
        return kept;
    }
}
