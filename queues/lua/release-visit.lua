-- release-visit: gives a place back. Repeated, or after its end, it does nothing.
--
-- KEYS  1  visits of the group: ZSET token by end, epoch ms
-- ARGV  1  token
-- Result: 1 given back, 0 there was none
return redis.call('ZREM', KEYS[1], ARGV[1])
