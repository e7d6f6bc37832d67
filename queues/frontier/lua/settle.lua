-- settle: a visit is done. The URL rests until its next visit, or for good. A repeated call answers `lease-lost`.
--
-- KEYS  as in record.lua
-- ARGV  1  now, epoch ms
--       2  how long the host is left alone, ms
--       3  settlements, one after the other: id (16 bytes), token (12 bytes), lane, priority (1 byte each),
--          due (6 bytes, 0 for no next visit, else at least now)
-- Result: a string, one character a settlement: d done, l lease-lost
local now, hostDelayMs, settlements = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]

local function settle(id, token, lane, priority, due)
  local r = endLease(id, token, now, now + hostDelayMs)
  if not r then return 'l' end
  r.state, r.attempts, r.look, r.due = RESTING, 0, 0, due
  if due > 0 then
    r.lane, r.priority = lane, priority
    if place(id, r, now) then
      r.state = DUE
      count('due:' .. lane, 1)
    end
  end
  store(id, r)
  return 'd'
end

local outcomes = {}
local at = 1
while at <= #settlements do
  local id, token, lane, priority, due
  id, token, lane, priority, due, at = struct.unpack('>c16c12BBI6', settlements, at)
  outcomes[#outcomes + 1] = settle(id, token, lane, priority, due)
end
writePushes()
writeCounts()
return table.concat(outcomes)
