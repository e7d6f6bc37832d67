-- claim-visit: a place for one visit to an address group, where fewer than the most are taken. The same token may
-- claim again: it keeps its place, for longer.
--
-- KEYS  1  visits of the group: ZSET token by end, epoch ms
-- ARGV  1  now, epoch ms   2  token   3  ends, epoch ms   4  most visits at once   5  TTL of the key, ms
-- Result: 0 granted, else when the first place comes free at the latest, epoch ms as a string
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
if not redis.call('ZSCORE', KEYS[1], ARGV[2]) and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[4]) then
  return redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]
end
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[2])
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[5]) then redis.call('PEXPIRE', KEYS[1], ARGV[5]) end
return 0
