# AWS, from what `build-userdata cluster.yaml --out out` wrote into this folder.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

variable "image" {
  description = "Id of an AMI that has Nomad and cloud-init."
  type        = string
}

locals {
  manifest = jsondecode(file("${path.module}/out/manifest.json"))
  subnet   = local.manifest.networks.private.subnets[0]
}

resource "aws_vpc" "private" {
  cidr_block = local.subnet
  tags       = { Name = local.manifest.cluster }
}

resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.private.id
  cidr_block = local.subnet
}

resource "aws_security_group" "machine" {
  name   = local.manifest.cluster
  vpc_id = aws_vpc.private.id
}

resource "aws_vpc_security_group_ingress_rule" "machine" {
  security_group_id            = aws_security_group.machine.id
  referenced_security_group_id = aws_security_group.machine.id
  ip_protocol                  = "-1"
}

resource "aws_vpc_security_group_egress_rule" "machine" {
  security_group_id = aws_security_group.machine.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}

resource "aws_instance" "machine" {
  for_each = local.manifest.machines

  ami                    = var.image
  instance_type          = contains(each.value.roles, "client") ? "m7i.large" : "t3.medium"
  subnet_id              = aws_subnet.private.id
  private_ip             = each.value.networks.private.address
  vpc_security_group_ids = [aws_security_group.machine.id]
  user_data_base64       = sensitive(filebase64("${path.module}/out/machines/${each.key}/user-data"))
  tags                   = { Name = each.key }

  metadata_options {
    http_tokens = "required"
  }

  lifecycle {
    # Other user-data would stop and start every machine at once, and change none that has booted. Replace them one by
    # one, each when the one before says ready: tofu apply -replace='aws_instance.machine["server-1"]'
    ignore_changes = [user_data_base64]
  }
}
