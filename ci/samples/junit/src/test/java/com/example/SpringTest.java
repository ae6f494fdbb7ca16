package com.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.archtest.junit.ArchTest;
import io.archtest.junit.SharedStack;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** The application under test gets the stack's addresses as properties; the same works with {@code @SpringBootTest}. */
@ArchTest(scenario = "cross-arch-nginx")
@SpringJUnitConfig(SpringTest.Application.class)
class SpringTest {
    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry properties) {
        SharedStack stack = SharedStack.of(SpringTest.class);
        properties.add("web.address", () -> "http://" + stack.component("nginx").endpoint());
    }

    @Configuration
    static class Application {
        @Value("${web.address}")
        String address;
    }

    @Autowired
    private Application application;

    @Test
    void theApplicationReachesTheServer() throws Exception {
        assertTrue(Web.page(application.address).contains("served on x86_64"));
    }
}
