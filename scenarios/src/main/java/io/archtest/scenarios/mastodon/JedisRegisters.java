package io.archtest.scenarios.mastodon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archtest.check.SystemUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** The registers in a real Redis. */
final class JedisRegisters implements RedisRegisters {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LIMIT_MILLIS = 10_000;

    private final Jedis redis;

    private JedisRegisters(Jedis redis) {
        this.redis = redis;
    }

    static RedisRegisters connect(SystemUnderTest system) {
        return connect(system, "redis");
    }

    /** Where a scenario has several. */
    static RedisRegisters connect(SystemUnderTest system, String component) {
        SystemUnderTest.Endpoint endpoint = system.endpoint(component, 6379);
        int limit = (int) Math.round(LIMIT_MILLIS * system.slowness(component));
        return new JedisRegisters(new Jedis(
                new HostAndPort(endpoint.host(), endpoint.port()),
                DefaultJedisClientConfig.builder().timeoutMillis(limit).build()));
    }

    @Override
    public List<SidekiqProcess> processes() {
        List<SidekiqProcess> processes = new ArrayList<>();
        for (String member : redis.smembers("processes")) {
            Map<String, String> hash = redis.hgetAll(member);
            if (!hash.isEmpty()) {
                processes.add(process(member, hash));
            }
        }
        return processes;
    }

    private static SidekiqProcess process(String member, Map<String, String> hash) {
        try {
            JsonNode info = JSON.readTree(hash.getOrDefault("info", "{}"));
            TreeSet<String> queues = new TreeSet<>();
            info.path("queues").forEach(queue -> queues.add(queue.asText()));
            // Sidekiq 8 calls "queues" deprecated in favour of this
            info.path("capsules")
                    .forEach(capsule -> capsule.path("weights").fieldNames().forEachRemaining(queues::add));
            return new SidekiqProcess(
                    info.path("hostname").asText(),
                    List.copyOf(queues),
                    info.path("started_at").asDouble(),
                    Double.parseDouble(hash.getOrDefault("beat", "0")),
                    hash.getOrDefault("quiet", "false").equals("true"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Sidekiq process '%s' has an 'info' that is no JSON".formatted(member), e);
        }
    }

    @Override
    public double now() {
        List<String> time = redis.time();
        return Long.parseLong(time.get(0)) + Long.parseLong(time.get(1)) / 1e6;
    }

    @Override
    public void push(String queue, String job) {
        redis.sadd("queues", queue);
        redis.lpush("queue:" + queue, job);
    }

    @Override
    public long length(String queue) {
        return redis.llen("queue:" + queue);
    }

    @Override
    public boolean retriedOrDead(String jid) {
        return contains("retry", jid) || contains("dead", jid);
    }

    private boolean contains(String set, String jid) {
        return redis.zrange(set, 0, -1).stream().anyMatch(job -> job.contains(jid));
    }

    @Override
    public List<String> failures() {
        List<String> failures = new ArrayList<>();
        for (String set : List.of("retry", "dead")) {
            redis.zrange(set, 0, -1).forEach(job -> failures.add(failure(job)));
        }
        return failures;
    }

    private static String failure(String text) {
        try {
            JsonNode job = JSON.readTree(text);
            return "%s (%s: %s)"
                    .formatted(
                            job.path("class").asText(),
                            job.path("error_class").asText(),
                            job.path("error_message").asText());
        } catch (JsonProcessingException e) {
            return "a job that is no JSON";
        }
    }

    @Override
    public Map<String, String> lastTimes() {
        return redis.hgetAll("sidekiq-scheduler:last_times");
    }

    @Override
    public long subscribers(String channel) {
        return redis.pubsubNumSub(channel).getOrDefault(channel, 0L);
    }

    @Override
    public void close() {
        redis.close();
    }
}
