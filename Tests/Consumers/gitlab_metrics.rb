# metrics.txt as GitLab reads it: what follows a `#` is dropped, the rest split as a shell does.
# Prints names and values as JSON.
#   gitlab_metrics.rb FILE
require 'json'
require 'shellwords'

metrics = {}
File.foreach(ARGV[0], encoding: 'UTF-8') do |line|
  name, value = line.gsub(/#.*$/, '').shellsplit
  next if name.nil? || value.nil?
  raise "#{name} twice" if metrics.key?(name)

  metrics[name] = value
end
puts JSON.generate(metrics)
