package io.archtest.scenarios.mastodon;

import io.archtest.check.SystemUnderTest;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The bucket that web was told to use, asked with web's own keys at the endpoint that web was given. */
final class MediaBucket implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String name;
    private final String prefix;
    private final String alias;
    private final S3Client client;

    private MediaBucket(String name, String prefix, String alias, S3Client client) {
        this.name = name;
        this.prefix = prefix;
        this.alias = alias;
        this.client = client;
    }

    /** The bucket or its keys aren't what web believes; the message says which. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        private final String meaning;

        Unusable(String meaning, Throwable cause) {
            super(meaning, cause);
            this.meaning = meaning;
        }

        String meaning() {
            return meaning;
        }
    }

    /** The name of the bucket, when web was given one, whether it uses it or not. */
    static Optional<String> wanted(SystemUnderTest system) {
        return system.environment("web", "S3_BUCKET").filter(bucket -> !bucket.isBlank());
    }

    static MediaBucket of(SystemUnderTest system) {
        URI endpoint = endpoint(system);
        double slowness = system.components().contains(endpoint.getHost()) ? system.slowness(endpoint.getHost()) : 1;
        Duration limit = Duration.ofMillis(Math.round(LIMIT.toMillis() * slowness));
        S3Client client = S3Client.builder()
                .endpointOverride(reached(system, endpoint))
                .forcePathStyle(true)
                .region(Region.of(variable(system, "S3_REGION").orElse("us-east-1")))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        variable(system, "AWS_ACCESS_KEY_ID").orElse("none"),
                        variable(system, "AWS_SECRET_ACCESS_KEY").orElse("none"))))
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(settings -> settings.retryStrategy(RetryMode.STANDARD))
                .httpClient(UrlConnectionHttpClient.builder()
                        .connectionTimeout(limit)
                        .socketTimeout(limit)
                        .build())
                .build();
        return new MediaBucket(
                wanted(system).orElse(""),
                variable(system, "S3_KEY_PREFIX").map(text -> text + "/").orElse(""),
                variable(system, "S3_ALIAS_HOST").orElse(""),
                client);
    }

    private static Optional<String> variable(SystemUnderTest system, String name) {
        return system.environment("web", name).filter(text -> !text.isBlank());
    }

    /** The S3 API as web knows it. */
    static URI endpoint(SystemUnderTest system) {
        return URI.create(variable(system, "S3_ENDPOINT")
                .orElseThrow(() -> new IllegalStateException("component 'web' has S3_BUCKET but no S3_ENDPOINT")));
    }

    /** The same as this host knows it: a component by its published port, anything else by its own name. */
    private static URI reached(SystemUnderTest system, URI endpoint) {
        if (!system.components().contains(endpoint.getHost())) {
            return endpoint;
        }
        int port = endpoint.getPort() > 0
                ? endpoint.getPort()
                : endpoint.getScheme().equals("https") ? 443 : 80;
        return URI.create("%s://%s".formatted(endpoint.getScheme(), system.endpoint(endpoint.getHost(), port)));
    }

    String name() {
        return name;
    }

    /** The key of what a URL names; {@code S3_ALIAS_HOST} may have a path, which is no part of it. */
    String key(URI url) {
        String place = url.getHost() + url.getPath();
        String path = place.startsWith(alias + "/")
                ? place.substring(alias.length() + 1)
                : url.getPath().substring(1);
        return path.startsWith(prefix) ? path : prefix + path;
    }

    /** What the bucket says of an object; nothing when it isn't there. */
    Optional<HeadObjectResponse> head(String key) throws Unusable {
        usable();
        try {
            return Optional.of(client.headObject(request -> request.bucket(name).key(key)));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw unusable(e);
        }
    }

    byte[] bytes(String key) throws Unusable {
        try {
            return client.getObjectAsBytes(request -> request.bucket(name).key(key))
                    .asByteArray();
        } catch (SdkException e) {
            throw unusable(e);
        }
    }

    /** Asked with a body in the answer: HEAD has none, so it can't say what is wrong. */
    private void usable() throws Unusable {
        try {
            client.listObjectsV2(request -> request.bucket(name).maxKeys(1));
        } catch (SdkException e) {
            throw unusable(e);
        }
    }

    private Unusable unusable(SdkException e) {
        String code = e instanceof S3Exception s3 && s3.awsErrorDetails() != null
                ? s3.awsErrorDetails().errorCode()
                : e.getClass().getSimpleName();
        String meaning = switch (code) {
            case "NoSuchBucket" -> "bucket '%s' does not exist".formatted(name);
            case "SignatureDoesNotMatch", "InvalidAccessKeyId", "AccessDenied" ->
                "the keys of web are refused for bucket '%s'".formatted(name);
            default -> "bucket '%s' can't be asked".formatted(name);
        };
        return new Unusable("%s (%s: %s)".formatted(meaning, code, e.getMessage()), e);
    }

    @Override
    public void close() {
        client.close();
    }
}
