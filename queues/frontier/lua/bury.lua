-- bury: a URL is given up, or is never to be visited by itself; it stays known. A repeated call answers `lease-lost`.
--
-- KEYS  as in record.lua
-- ARGV  1  now, epoch ms
--       2  how long the host is left alone, ms
--       3  burials, one after the other: id (16 bytes), token (12 bytes), reason (1 byte)
-- Result: a string, one character a burial: d done, l lease-lost
local now, hostDelayMs, burials = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]

local function bury(id, token, reason)
  local r = endLease(id, token, now, now + hostDelayMs)
  if not r then return 'l' end
  r.state, r.reason, r.due = BURIED, reason, 0
  count('buried', 1)
  store(id, r)
  return 'd'
end

local outcomes = {}
local at = 1
while at <= #burials do
  local id, token, reason
  id, token, reason, at = struct.unpack('>c16c12B', burials, at)
  outcomes[#outcomes + 1] = bury(id, token, reason)
end
writeCounts()
return table.concat(outcomes)
