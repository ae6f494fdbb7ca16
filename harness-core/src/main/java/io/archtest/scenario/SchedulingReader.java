package io.archtest.scenario;

import io.archtest.compose.Fields;
import io.archtest.compose.Quantities;
import io.archtest.compose.Yaml;
import io.archtest.model.BlockIo;
import io.archtest.model.Scheduling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads how processors, memory and block devices are divided. */
final class SchedulingReader {
    private final Fields service;

    SchedulingReader(Fields service) {
        this.service = service;
    }

    Scheduling read(boolean memoryLimited) {
        Optional<Long> swap = service.parsed("memswap_limit", text -> text.equals("-1") ? -1 : Quantities.bytes(text))
                .filter(bytes -> bytes != 0);
        if (swap.filter(bytes -> bytes > 0).isPresent() && !memoryLimited) {
            service.problem(
                    service.at("memswap_limit"),
                    "memswap_limit is memory and swap together, and needs 'mem_limit' beside it");
        }
        return new Scheduling(
                service.integer("cpu_shares"),
                service.parsed("cpu_quota", SchedulingReader::micros),
                service.parsed("cpu_period", SchedulingReader::micros),
                service.parsed("cpu_rt_runtime", SchedulingReader::micros),
                service.parsed("cpu_rt_period", SchedulingReader::micros),
                service.text("cpuset"),
                swap,
                bounded("mem_swappiness", 0, 100).map(Integer::longValue),
                service.flag("oom_kill_disable").orElse(false),
                bounded("oom_score_adj", -1000, 1000));
    }

    /** A plain number, or a duration. */
    private static long micros(String text) {
        return text.matches("-?\\d{1,18}")
                ? Long.parseLong(text)
                : Quantities.duration(text).toNanos() / 1000;
    }

    private Optional<Integer> bounded(String key, int least, int most) {
        Optional<Yaml> value = service.take(key);
        Optional<Integer> number = service.integer(key);
        if (value.isPresent() && number.filter(n -> n < least || n > most).isPresent()) {
            service.wrong(value.get(), key, "must be from %d to %d".formatted(least, most));
        }
        return number;
    }

    BlockIo blockIo() {
        return service.map("blkio_config")
                .map(fields -> {
                    BlockIo limits = new BlockIo(
                            fields.integer("weight"),
                            devices(fields, "weight_device", "weight", Long::valueOf),
                            devices(fields, "device_read_bps", "rate", Quantities::bytes),
                            devices(fields, "device_read_iops", "rate", Long::valueOf),
                            devices(fields, "device_write_bps", "rate", Quantities::bytes),
                            devices(fields, "device_write_iops", "rate", Long::valueOf));
                    fields.finish();
                    return limits;
                })
                .orElseGet(BlockIo::unlimited);
    }

    private static List<BlockIo.Device> devices(
            Fields fields, String key, String amount, Function<String, Long> parse) {
        List<BlockIo.Device> devices = new ArrayList<>();
        for (Yaml item : fields.items(key)) {
            fields.map(item, key).ifPresent(device -> {
                Optional<String> path = device.text("path");
                Optional<Long> value = device.parsed(amount, parse);
                device.finish();
                if (path.isPresent() && value.isPresent()) {
                    devices.add(new BlockIo.Device(path.get(), value.get()));
                } else {
                    device.problem(item.at(), "%s needs 'path' and '%s'".formatted(key, amount));
                }
            });
        }
        return devices;
    }
}
