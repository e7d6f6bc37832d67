-- Where a waiting URL stands. One live entry a URL: its id and its record's stamp, 17 bytes. An entry whose
-- stamp isn't the record's is stale and is dropped when it is met. A line is 4 * lane + priority.
--
--   <8>ready:<line>                  LIST  due from the moment it was put there: in the order of due times
--   <8>soon:<line>                   ZSET  entry by due time; due earlier than it was put there, or within SOON ms
--   <8>days:<line>                   ZSET  "<width>:<start>" by start: the buckets that are not empty
--   <8>day:<line>:<width>:<start>    LIST  entries due from start (epoch ms) on, for width ms
--   <8>wait:<line>:<host>            LIST  due, but the host was busy
--   <8>idle:<line>                   ZSET  host by due time of the first of its wait list; its quiet is over
--
-- Far buckets are wide. When a bucket's start has come, its entries go where a new one would go: to a narrower
-- bucket or to `soon`. So a URL moves at most five times before its lease, however many there are.
local SOON = 2000

local function widthFor(aheadMs)
  if aheadMs < 60000 then return 1000 end
  if aheadMs < 3600000 then return 60000 end
  if aheadMs < 86400000 then return 900000 end
  return 21600000
end

local function lineOf(r)
  return 4 * r.lane + r.priority
end

-- List entries of this call, pushed together at its end (and never read before).
local pushes = {}
local function push(key, entry)
  local list = pushes[key]
  if not list then
    list = {}
    pushes[key] = list
  end
  list[#list + 1] = entry
end
local function writePushes()
  for key, list in pairs(pushes) do
    for from = 1, #list, 4000 do
      redis.call('RPUSH', key, unpack(list, from, math.min(from + 3999, #list)))
    end
  end
  pushes = {}
end

-- Puts an entry of a waiting record where its due time belongs. Answers whether it is due.
local function enter(entry, r, now)
  local line = lineOf(r)
  local ahead = r.due - now
  if ahead == 0 then
    push(lineKey .. 'ready:' .. line, entry)
    return true
  end
  if ahead < SOON then
    redis.call('ZADD', lineKey .. 'soon:' .. line, r.due, entry)
    return ahead < 0
  end
  -- Never a bucket that has started: its width is at most what is ahead.
  local width = widthFor(ahead)
  local start = r.due - r.due % width
  local name = width .. ':' .. string.format('%.0f', start)
  local key = lineKey .. 'day:' .. line .. ':' .. name
  if redis.call('RPUSH', key, entry) == 1 then redis.call('ZADD', lineKey .. 'days:' .. line, start, name) end
  return false
end

-- Makes a new live entry for a record that waits, and thereby every older one stale. The caller stores the record.
local function place(id, r, now)
  r.stamp = (r.stamp + 1) % 256
  return enter(id .. string.char(r.stamp), r, now)
end

-- The record that an entry is live for, or nil. `line` is where the entry was found.
local function live(entry, line)
  local id = string.sub(entry, 1, 16)
  local r = load(id)
  if not r or r.stamp ~= string.byte(entry, 17) or lineOf(r) ~= line or r.due == 0 then return nil, id end
  if r.state ~= DUE and r.state ~= RESTING then return nil, id end
  return r, id
end

-- The host of a visit URL (WHATWG href without user info), without port and closing dot. queues/frontier/host.ts does the same.
local function hostOf(url)
  local host = string.match(url, '^%a+://(%[[^%]]*%])') or string.match(url, '^%a+://([^/:?#]*)') or ''
  if string.sub(host, -1) == '.' then host = string.sub(host, 1, -2) end
  return host
end
